"""What the bot costs and how fast it is, beside its peers: `make bench`, or `python -m bench [PART …]`.

Everything that is measured runs in a process of its own, the stand-ins for Discord and Higgsfield too, so that none of
them slows another down more than the machine's cores do. Times are those of the machine's monotonic clock, which is
the same in every process.
"""

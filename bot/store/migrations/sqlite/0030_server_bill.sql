-- A server's cap counts what may stand on Higgsfield's bill beside what its members were charged.

CREATE INDEX bill_guild ON bill(guild_id, charged_at, model, amount);

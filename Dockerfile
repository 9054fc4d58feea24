# The bot in a container: docs/hosting/docker.md. Everything it must remember is in the volume /data.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
# Another lock of this repository brings more: requirements-charts.lock draws the charts of /spending.
ARG LOCK=requirements.lock
WORKDIR /app
COPY requirements*.lock ./
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes -r "${LOCK}" \
    && rm requirements*.lock
COPY bot bot
COPY cogs cogs
COPY deploy/healthcheck.py .
# A .pth, and no PYTHONPATH: what lies in the working folder is then never imported.
RUN echo /app > "$(/opt/venv/bin/python -c 'import site; print(site.getsitepackages()[0])')/banana-bot.pth" \
    && /opt/venv/bin/python -m compileall -q /app

FROM ${BASE}
RUN groupadd --gid 10001 banana \
    && useradd --uid 10001 --gid banana --no-create-home --home-dir /data --shell /usr/sbin/nologin banana \
    && install --directory --owner=banana --group=banana --mode=700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BOT_DATA_DIR=/data BOT_METRICS_PORT=9400
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=5m CMD ["python", "-I", "-S", "/app/healthcheck.py"]
ENTRYPOINT ["python", "-P", "-m", "bot"]
CMD ["run"]

# Crossread as an image; compose.yaml puts a Chroma server beside it.
#
#   docker build -t crossread .
#   docker run --rm -v crossread:/data crossread index seeds
#   docker run -p 7860:7860 -v crossread:/data --read-only --tmpfs /tmp crossread
#
# The index is on the volume /data. The second command fills it: with your own articles where they
# are mounted (-v ./news:/news:ro) and named instead of seeds. Until then the container counts as
# unhealthy, as there is nothing to be asked. What is served beyond the own machine takes no
# uploads unless CROSSREAD_UPLOADS says so.

# What CI tests with.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Enough to install what Crossread needs and a link to where its code will be: changed code then
# installs nothing anew.
COPY Makefile pyproject.toml constraints.txt README.md LICENSE ./
COPY assistant/__init__.py assistant/
COPY index/__init__.py index/
RUN PIP_NO_CACHE_DIR=1 make install

FROM python:${PYTHON}-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp crossread \
    && install --directory --owner crossread --group crossread /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY assistant assistant
COPY index index
COPY seeds seeds
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    CROSSREAD_DATA=/data \
    CROSSREAD_HOST=0.0.0.0 \
    CROSSREAD_PORT=7860
RUN python -m compileall -q assistant index
USER 10001:10001
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://127.0.0.1:{os.environ['CROSSREAD_PORT']}/healthz\", timeout=8)"]
ENTRYPOINT ["crossread"]
CMD ["serve"]

# One image for web, worker and the commands. Build: docker build -t communique .
FROM python:3.11-slim AS built
WORKDIR /srv/communique
COPY requirements-build.txt requirements.txt ./
RUN python -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: --no-deps \
      -r requirements-build.txt -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY workflow workflow
COPY worker worker
COPY migrations migrations
RUN /venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && /venv/bin/pybabel compile --directory workflow/translations

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data communique \
 && install -d -o communique -g communique -m 700 /data && install -d -o communique -g communique /data/published
COPY --from=built /venv /venv
COPY --from=built /srv/communique /srv/communique
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 COMMUNIQUE_DATA=/data
WORKDIR /srv/communique
USER communique
VOLUME /data
EXPOSE 8000
# Every secret comes from the environment at the start; none is in the image.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "workflow.supervisor.web_worker.WebWorker", \
     "--workers", "1", "--threads", "8", "--worker-connections", "500", \
     "--timeout", "60", "--graceful-timeout", "5", "--no-control-socket", "workflow.wsgi:application"]

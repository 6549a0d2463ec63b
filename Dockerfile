FROM apache/airflow:3.3.2-python3.11

USER root
# Named volumes take over the owner of what the image has in their place.
RUN install -d -o airflow -g root /opt/chumchon /var/lib/chumchon /landing /archive
USER airflow

COPY requirements.txt /opt/chumchon/
RUN pip install --no-cache-dir --require-hashes --requirement /opt/chumchon/requirements.txt
COPY --chown=airflow:root . /opt/chumchon/

ENV PYTHONPATH=/opt/chumchon
WORKDIR /opt/chumchon
ENTRYPOINT ["/usr/bin/dumb-init", "--", "/opt/chumchon/docker/start"]

# Builds the wheel with Node, and runs it without.

FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements.lock requirements-node.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-node.lock \
    && pip install --no-cache-dir --require-hashes --prefix=/installed -r requirements.lock
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
    && pip install --no-cache-dir --no-deps --prefix=/installed /wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --home-dir /var/lib/alongside --create-home alongside
COPY --from=build /installed /usr/local
USER alongside
WORKDIR /var/lib/alongside
ENV ALONGSIDE_HOST=0.0.0.0 ALONGSIDE_DATA_DIR=/var/lib/alongside
EXPOSE 8700
CMD ["alongside", "serve"]

# syntax=docker/dockerfile:1

# --- build ------------------------------------------------------------------------------------------------------------
# The jar is the same for every platform (-Dimage leaves the embedded PostgreSQL out), so it is built natively.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# Dependencies first: this layer changes with the pom only.
COPY pom.xml ./
RUN mvn -B -ntp -Dimage dependency:go-offline
COPY migrations.xml ./
COPY src ./src
# Tests and formatting were judged by `make test`.
RUN mvn -B -ntp -Dimage -DskipTests -Dspotless.check.skip=true package

# --- run --------------------------------------------------------------------------------------------------------------
# glibc, not Alpine: Argon2 comes as native code linked against it.
FROM eclipse-temurin:25-jre
ARG VERSION=dev
LABEL org.opencontainers.image.title="Gatehouse" \
      org.opencontainers.image.description="Self-hosted identity, permission and document-AI backend" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION"

# Owns nothing but its data folder. The root file system may be read-only; then mount /app/data and a /tmp that allows
# exec (native Argon2 is unpacked there and loaded from there).
RUN groupadd --gid 10001 gatehouse \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin gatehouse \
 && install -d -o 10001 -g 10001 -m 0700 /app/data
WORKDIR /app
COPY --chmod=0755 deploy/probe deploy/train ./
COPY --chmod=0644 deploy/jvm.options config-prod.yml ./
COPY --from=build /build/target/app.jar ./
# The cache holds for this very JVM and this very jar, so it is made here and nowhere else.
RUN ./train && rm train && chmod 0644 app.aot
USER 10001:10001

# Two arenas instead of one per core and thread: glibc gives memory back less willingly than it takes it.
ENV MALLOC_ARENA_MAX=2

# 8000 serves the API; 8001 (admin) is for monitoring and never for a public network.
EXPOSE 8000 8001

# Exec form: java is process 1 and gets SIGTERM itself, on which it drains.
STOPSIGNAL SIGTERM
# jvm.options says how much memory for what. A cache that does not fit is left aside with a warning, no more.
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/app.aot", "-jar", "/app/app.jar"]
CMD ["server", "/app/config-prod.yml"]

# "Does the process answer", not "is the database up": restarting does not mend a database.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["/app/probe", "/health/live"]

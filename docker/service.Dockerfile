# One service, given by its jar: api, processor or webhook-worker.
FROM eclipse-temurin:25-jre
ARG JAR
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/stream0 stream0
COPY ${JAR} /opt/stream0/service.jar
USER stream0
WORKDIR /var/lib/stream0
ENTRYPOINT ["java", "-jar", "/opt/stream0/service.jar"]

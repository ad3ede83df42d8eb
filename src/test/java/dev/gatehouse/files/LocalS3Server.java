package dev.gatehouse.files;

import com.robothy.s3.rest.LocalS3;
import dev.gatehouse.files.blobs.S3Blobs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server that speaks S3, in memory, with one bucket. */
final class LocalS3Server implements AutoCloseable {
    static final String BUCKET = "gatehouse-files";

    private final LocalS3 server = LocalS3.builder().port(-1).build();

    LocalS3Server() {
        server.start();
        try {
            HttpRequest make = HttpRequest.newBuilder(URI.create(endpoint() + "/" + BUCKET))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpClient.newHttpClient().send(make, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    S3Blobs blobs() {
        return new S3Blobs(
                new S3Blobs.Bucket(endpoint(), "us-east-1", BUCKET, "access", "secret", Duration.ofSeconds(20)));
    }

    @Override
    public void close() {
        server.shutdown();
    }
}

package dev.gatehouse.files.blobs;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes in a bucket of an S3-compatible store, addressed by path. The library signs (Signature Version 4, in the query);
 * the client of the JDK sends, because it can send a file without holding it.
 */
public final class S3Blobs implements BlobStore {
    public static final String NAME = "s3";

    private static final Logger LOGGER = LoggerFactory.getLogger(S3Blobs.class);
    private static final long SIGNATURE_SECONDS = 600;

    private final Bucket bucket;
    private final Client signer;
    private final HttpClient http;

    /**
     * Where it is, and how to get in.
     *
     * @param endpoint without a slash at its end
     * @param timeout for connecting, and until an answer begins
     */
    public record Bucket(
            String endpoint, String region, String name, String accessKey, String secretKey, Duration timeout) {
        @Override
        public String toString() {
            return name + " at " + endpoint;
        }
    }

    public S3Blobs(Bucket bucket) {
        this.bucket = bucket;
        this.signer = Client.s3()
                .region(bucket.region())
                .accessKey(bucket.accessKey())
                .secretKey(bucket.secretKey())
                .build();
        this.http = HttpClient.newBuilder().connectTimeout(bucket.timeout()).build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String place() {
        return "the bucket " + bucket;
    }

    @Override
    public void put(UUID key, Path staged) {
        try {
            expect(
                    200,
                    send(HttpMethod.PUT, object(key), null, BodyPublishers.ofFile(staged), BodyHandlers.discarding()));
        } catch (FileNotFoundException e) {
            throw new StorageFailure("What was to be stored is gone", e);
        }
    }

    @Override
    public InputStream open(UUID key, long offset, long length) {
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        HttpResponse<InputStream> answer =
                send(HttpMethod.GET, object(key), range, BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == 404) {
            close(answer.body());
            throw new MissingBytes(key);
        }
        if (answer.statusCode() != 206 && answer.statusCode() != 200) {
            close(answer.body());
            throw failure(answer);
        }
        return new Stretch(answer.body(), length);
    }

    @Override
    public OptionalLong size(UUID key) {
        HttpResponse<Void> answer =
                send(HttpMethod.HEAD, object(key), null, BodyPublishers.noBody(), BodyHandlers.discarding());
        if (answer.statusCode() == 404) {
            return OptionalLong.empty();
        }
        expect(200, answer);
        return answer.headers().firstValueAsLong("Content-Length");
    }

    @Override
    public void delete(UUID key) {
        HttpResponse<Void> answer =
                send(HttpMethod.DELETE, object(key), null, BodyPublishers.noBody(), BodyHandlers.discarding());
        if (answer.statusCode() != 404) {
            expect(204, answer);
        }
    }

    @Override
    public void each(Consumer<Stored> visitor) {
        String continuation = null;
        do {
            Request request = request(bucket.name()).query("list-type", "2");
            Request page = continuation == null ? request : request.query("continuation-token", continuation);
            HttpResponse<String> answer =
                    send(HttpMethod.GET, page, null, BodyPublishers.noBody(), BodyHandlers.ofString());
            expect(200, answer);
            XmlElement list = XmlElement.parse(answer.body());
            list.childrenWithName("Contents").forEach(object -> show(object, visitor));
            continuation = list.childrenWithName("NextContinuationToken").stream()
                    .map(XmlElement::content)
                    .findFirst()
                    .orElse(null);
        } while (continuation != null);
    }

    private static void show(XmlElement object, Consumer<Stored> visitor) {
        try {
            UUID key = UUID.fromString(object.content("Key"));
            visitor.accept(new Stored(key, Long.parseLong(object.content("Size"))));
        } catch (IllegalArgumentException e) {
            LOGGER.debug("Not ours", e);
        }
    }

    /** Looks for something that is not there: the answer tells that the bucket is and that we may ask. */
    @Override
    public void check() {
        size(new UUID(0, 0));
    }

    @Override
    public OptionalLong freeSpace() {
        return OptionalLong.empty();
    }

    private Request object(UUID key) {
        return request(bucket.name() + "/" + key);
    }

    private Request request(String path) {
        return signer.url(bucket.endpoint() + "/" + path);
    }

    private <T> HttpResponse<T> send(
            HttpMethod method, Request request, String range, BodyPublisher body, BodyHandler<T> handler) {
        String url = request.method(method).presignedUrl(SIGNATURE_SECONDS, TimeUnit.SECONDS);
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(url))
                .timeout(bucket.timeout())
                .method(method.name(), body);
        if (range != null) {
            sent.header("Range", range);
        }
        try {
            return http.send(sent.build(), handler);
        } catch (IOException e) {
            throw new StorageFailure("Cannot reach " + place(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailure("Interrupted at " + place(), e);
        }
    }

    private void expect(int status, HttpResponse<?> answer) {
        if (answer.statusCode() != status) {
            throw failure(answer);
        }
    }

    private StorageFailure failure(HttpResponse<?> answer) {
        return new StorageFailure(place() + " answers " + answer.statusCode(), null);
    }

    private static void close(InputStream body) {
        try (body) {
            LOGGER.trace("Nobody reads what an error says");
        } catch (IOException e) {
            LOGGER.debug("Could not be closed", e);
        }
    }
}

package io.ws402.server.resource.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileProps;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.resource.HttpExchange;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file, with conditional and range requests (RFC 9110). It is opened anew for every request, so that a file put in its
 * place by a rename is handed out whole from then on.
 */
public final class FileResource extends HeldOpen {
    private static final Logger LOG = LoggerFactory.getLogger(FileResource.class);
    private static final int READ_BYTES = 64 * 1024;
    private static final OpenOptions READ_ONLY =
            new OpenOptions().setRead(true).setWrite(false).setCreate(false);

    private final FileSystem files;
    private final String path;
    private final String contentType;

    /**
     * A file to sell.
     *
     * @param contentType its media type, or null to go by its name
     */
    public FileResource(Vertx vertx, Path file, @Nullable String contentType) {
        this.files = vertx.fileSystem();
        this.path = file.toString();
        this.contentType = contentType != null ? contentType : byName(file);
    }

    private static String byName(Path file) {
        String known = MimeMapping.mimeTypeForFilename(String.valueOf(file.getFileName()));
        return known == null ? "application/octet-stream" : known;
    }

    @Override
    public Optional<JsonObject> info() {
        return Optional.of(new JsonObject().put("kind", "http").put("contentType", contentType));
    }

    @Override
    public void answer(HttpExchange exchange) {
        if (!exchange.path().isEmpty()) {
            exchange.refuse(
                    Problem.of(404, "not_found", "Nothing here", "This resource is one file, at " + exchange.prefix()));
            return;
        }
        files.open(path, READ_ONLY)
                .compose(this::found)
                .onSuccess(found -> answer(exchange, found))
                .onFailure(fault -> {
                    LOG.error("The file of a resource can not be read", fault);
                    exchange.refuse(Problem.of(
                            503, "resource_unavailable", "Not there now", "The server can not read this resource."));
                });
    }

    private record Found(AsyncFile file, long length, long modifiedMillis) {}

    private Future<Found> found(AsyncFile file) {
        return Future.all(file.size(), files.props(path).map(FileProps::lastModifiedTime))
                .map(both -> new Found(file, both.<Long>resultAt(0), both.<Long>resultAt(1)))
                .onFailure(fault -> file.close());
    }

    private void answer(HttpExchange exchange, Found found) {
        if (exchange.isOver()) {
            found.file().close();
            return;
        }
        HttpServerResponse response = exchange.response();
        Validators validators = Validators.of(found.length(), found.modifiedMillis());
        response.putHeader("ETag", validators.etag())
                .putHeader("Last-Modified", validators.httpDate())
                .putHeader("Accept-Ranges", "bytes");
        switch (validators.judge(exchange.request().headers())) {
            case NOT_MODIFIED -> end(exchange, found, 304);
            case FAILED -> {
                found.file().close();
                exchange.refuse(Problem.of(
                        412, "precondition_failed", "Changed meanwhile", "The resource is not the one you know."));
            }
            case PROCEED -> send(exchange, found, range(exchange, found, validators));
        }
    }

    private static ByteRange range(HttpExchange exchange, Found found, Validators validators) {
        boolean asked = exchange.request().method().equals(HttpMethod.GET)
                && validators.rangeHolds(exchange.request().headers());
        return ByteRange.of(asked ? exchange.request().getHeader("Range") : null, found.length());
    }

    private void send(HttpExchange exchange, Found found, ByteRange range) {
        HttpServerResponse response = exchange.response();
        switch (range) {
            case ByteRange.Whole() -> send(exchange, found, 0, found.length());
            case ByteRange.Part part -> {
                response.setStatusCode(206)
                        .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + found.length());
                send(exchange, found, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable() -> {
                found.file().close();
                response.putHeader("Content-Range", "bytes */" + found.length());
                exchange.refuse(Problem.of(
                        416,
                        "range_not_satisfiable",
                        "No such range",
                        "The resource has " + found.length() + " bytes, and none of those asked for."));
            }
        }
    }

    private void send(HttpExchange exchange, Found found, long from, long length) {
        exchange.response().putHeader("Content-Type", contentType).putHeader("Content-Length", Long.toString(length));
        if (exchange.request().method().equals(HttpMethod.HEAD) || length == 0) {
            end(exchange, found, exchange.response().getStatusCode());
            return;
        }
        AsyncFile body = found.file().pause();
        body.setReadBufferSize(READ_BYTES).setReadPos(from).setReadLength(length);
        exchange.send(body, length, body::close);
    }

    private static void end(HttpExchange exchange, Found found, int status) {
        found.file().close();
        exchange.response().setStatusCode(status);
        exchange.end();
    }
}

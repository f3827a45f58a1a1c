package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out, as {@code application/problem+json} with 0.1's {@code error} and {@code message}
 * beside.
 *
 * @param status the HTTP status
 * @param code stable, snake_case
 * @param title what kind of problem it is, in a few words
 * @param detail what was wrong and what to do about it
 * @param retryAfterMs when asking again makes sense, or null
 * @param extensions further members, for example the first answer beside {@code already_settled}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        @Nullable Long retryAfterMs,
        JsonObject extensions) {
    private static final String TYPE = "urn:ws402:problem:";
    private static final Set<String> OWN_MEMBERS =
            Set.of("type", "title", "status", "detail", "code", "error", "message", "retryAfterMs");

    /** A problem that waiting does not solve. */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, null, new JsonObject());
    }

    /** The same with a time after which to ask again. */
    public Problem retryAfterMs(long delayMs) {
        return new Problem(status, code, title, detail, delayMs, extensions);
    }

    /** The same with one more member. */
    public Problem with(String member, Object value) {
        return new Problem(
                status, code, title, detail, retryAfterMs, extensions.copy().put(member, value));
    }

    /**
     * Reads a body that came with an error status, a 0.1 gateway's {@code {error, message}} too. What is not there is
     * made up from the status.
     *
     * @throws io.ws402.protocol.json.MalformedJson naming the field at fault
     */
    public static Problem fromJson(int status, JsonObject json) {
        Fields fields = Fields.of(json);
        String code = fields.textOrNull("code");
        String title = firstPresent(fields.textOrNull("title"), fields.textOrNull("error"));
        String detail = firstPresent(
                firstPresent(fields.textOrNull("detail"), fields.textOrNull("message")), fields.textOrNull("reason"));
        JsonObject extensions = json.copy();
        OWN_MEMBERS.forEach(extensions::remove);
        return new Problem(
                status,
                Objects.requireNonNullElse(code, "http_" + status),
                Objects.requireNonNullElse(title, "HTTP " + status),
                Objects.requireNonNullElse(detail, "no detail was given"),
                fields.wholeOrNull("retryAfterMs"),
                extensions);
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("type", TYPE + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("error", title)
                .put("message", detail);
        return putPresent(json, "retryAfterMs", retryAfterMs).mergeIn(extensions);
    }

    private static @Nullable String firstPresent(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}

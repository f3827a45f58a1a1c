package io.ws402.server.http;

import io.nayuki.qrcodegen.QrCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;

/** {@code GET /ws402/qr/{reference}.svg}: the payment URI of a quote as a picture. */
final class QrRoutes {
    private static final String SUFFIX = ".svg";
    private static final int BORDER_MODULES = 4;

    private final PaymentUris uris;

    QrRoutes(PaymentUris uris) {
        this.uris = uris;
    }

    void mount(Router router) {
        router.get("/ws402/qr/:file").handler(this::picture);
    }

    private void picture(RoutingContext context) {
        String file = context.pathParam("file");
        String reference = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        uris.find(reference)
                .ifPresentOrElse(
                        uri -> Answers.send(context.response(), 200, "image/svg+xml", svg(uri)),
                        () -> Answers.problem(
                                context.response(),
                                Problem.of(
                                        404,
                                        "unknown_reference",
                                        "No such quote",
                                        "This server has no open quote of that reference with a payment URI.")));
    }

    private static String svg(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int side = code.size + 2 * BORDER_MODULES;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + BORDER_MODULES)
                            .append(',')
                            .append(y + BORDER_MODULES)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\""
                + path
                + "\" fill=\"#000\"/></svg>";
    }
}

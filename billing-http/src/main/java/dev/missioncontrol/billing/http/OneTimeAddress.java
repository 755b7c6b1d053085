package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.RoutedRequests;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An address that signs a browser in, once. Chats and scanners of mail ask for a link's head before its reader opens it: they are led on
 * as the reader would be, without a cookie, and the ticket is neither used up nor looked for.
 */
final class OneTimeAddress {
    private OneTimeAddress() {}

    /**
     * Keeps the tickets of an address from being used up by who only looks.
     *
     * @param enter takes the ticket in the query
     * @param then where it leads to
     */
    static Handler sparing(Handler enter, String then) {
        return ctx -> {
            if (looks(ctx) && isTicket(ctx.queryParam("ticket"))) ctx.redirect(then, HttpStatus.SEE_OTHER);
            else enter.handle(ctx);
        };
    }

    private static boolean looks(Context ctx) {
        return ctx.attribute(RoutedRequests.HEAD_ALONE) != null;
    }

    private static boolean isTicket(@Nullable String given) {
        return given != null && given.length() == Sessions.TOKEN_LENGTH;
    }
}

package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;

/** What a body says it is. */
enum BodyType {
    /** A command, or an event. */
    JSON("application/json"),
    /** A page's form; files are never sent to us. */
    FORM("application/x-www-form-urlencoded");

    private final String name;

    BodyType(String name) {
        this.name = name;
    }

    /** Refuses a body of another type, or in another character set than the one that it is read in. */
    void require(Context ctx) {
        String said = Optional.ofNullable(ctx.req().getHeader("Content-Type")).orElse("");
        if (!fits(said.toLowerCase(Locale.ROOT)))
            throw new Problem(415, RequestListener.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + name + ", in UTF-8.");
    }

    private boolean fits(String said) {
        String[] parts = said.split(";", -1);
        boolean fits = parts[0].strip().equals(name);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset"))
                fits &= parameter.equals("charset=utf-8") || parameter.equals("charset=\"utf-8\"");
        }
        return fits;
    }
}

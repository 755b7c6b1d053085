package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.util.Optional;

/** The fields of a form, whoever has read it. */
final class FormFields {
    private FormFields() {}

    /**
     * What a field says. A filter of a host that asks for a parameter before we do has the container read the form, and nothing is left
     * of it for us: then the container has it. Not where the address has a query, which it mixes into the form.
     */
    static Optional<String> of(Context ctx, String name) {
        boolean readByOther = ctx.formParamMap().isEmpty() && ctx.queryString() == null;
        return Optional.ofNullable(readByOther ? ctx.req().getParameter(name) : ctx.formParam(name));
    }
}

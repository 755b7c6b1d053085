package dev.missioncontrol.billing.http.auth;

import java.util.function.Function;

/** A header that must not be believed, made against an authenticator of some kind. */
record Attack(String name, Function<Believer, String> header) {
    /** One that sends a token. */
    static Attack token(String name, Function<Believer, Token> token) {
        return new Attack(name, kind -> "Bearer " + token.apply(kind).text());
    }

    /** One that sends a token with a header or claims that no map can hold. */
    static Attack raw(String name, Function<Believer, String> token) {
        return new Attack(name, kind -> "Bearer " + token.apply(kind));
    }

    @Override
    public String toString() {
        return name;
    }
}

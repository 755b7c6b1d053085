package dev.missioncontrol.billing.http.auth;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {
    /** See what a tenant has. */
    READ,
    /** Change it, which includes seeing it. */
    MANAGE,
    /** Operate the installation. */
    OPERATOR;

    /** The word in a token: {@code billing:read}. */
    public String word() {
        return "billing:" + name().toLowerCase(Locale.ROOT);
    }
}

package dev.missioncontrol.billing.http.auth;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {
    /** See what a tenant has. */
    READ,
    /** Change it, which includes seeing it. */
    MANAGE,
    /** Operate the installation. */
    OPERATOR,
    /** See everything of every tenant in the console. No other scope includes it. */
    CONSOLE,
    /** Replay, refresh and bind in the console, which includes seeing it. */
    CONSOLE_ACT;

    /** The word in a token: {@code billing:read}, {@code billing:console-act}. */
    public String word() {
        return "billing:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

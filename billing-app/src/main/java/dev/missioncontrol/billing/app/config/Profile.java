package dev.missioncontrol.billing.app.config;

/** What is allowed. */
public enum Profile {
    /** No placeholder of any kind. */
    PRODUCTION,
    /** Placeholders, H2 and, where also allowed, unsigned webhooks. */
    DEV
}

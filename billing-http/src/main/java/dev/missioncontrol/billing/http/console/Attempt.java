package dev.missioncontrol.billing.http.console;

/**
 * An action that was tried and refused.
 *
 * @param action which: {@code bind}, {@code refresh} or {@code replay}
 * @param field which of its fields is wrong; empty where it is none of them
 * @param error what is wrong and what is allowed
 * @param tenant what was typed as the tenant
 * @param customer what was typed as the customer
 * @param reason what was typed as the reason
 */
public record Attempt(String action, String field, String error, String tenant, String customer, String reason) {}

package dev.missioncontrol.billing.http.auth;

/**
 * Says who asks. An embedder may bring their own, with tokens of any form, but for those that begin with {@code billing_page_}: these are
 * the page's. Called by many threads at once.
 */
public interface TenantAuthenticator {
    /** Who sent this; never throws because of its input. */
    Authentication authenticate(Credentials credentials);
}

package dev.missioncontrol.billing.http.auth;

/** Says who asks. An embedder may bring their own; called by many threads at once. */
public interface TenantAuthenticator {
    /** Who sent this; never throws because of its input. */
    Authentication authenticate(Credentials credentials);
}

package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who is signed in to the application that serves billing.
 *
 * @param tenant whose people they belong to
 * @param manage whether they may change what the tenant has, or only see it
 * @param locale in which they read the page; empty for the languages that their browser asks for
 */
public record SignedIn(TenantId tenant, boolean manage, Optional<Locale> locale) {
    /** Somebody who reads the page as their browser asks for it. */
    public SignedIn(TenantId tenant, boolean manage) {
        this(tenant, manage, Optional.empty());
    }

    /** The same person, who reads the page in this language. */
    public SignedIn reading(Locale language) {
        return new SignedIn(tenant, manage, Optional.of(language));
    }
}

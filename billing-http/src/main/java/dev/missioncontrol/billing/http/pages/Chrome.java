package dev.missioncontrol.billing.http.pages;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What every page of a tenant needs beside its own matter.
 *
 * @param csrf the token that each form carries in its hidden field {@code csrf}
 * @param locale the language, and how money, dates and numbers are written: one of {@link Languages}
 * @param sandbox whether to say that no money moves
 * @param support where "Contact" leads: {@code https:} or {@code mailto:}; anything else is left out
 * @param signOut whether one can sign out here, and not only where one signed in
 */
public record Chrome(String csrf, Locale locale, boolean sandbox, Optional<URI> support, boolean signOut) {}

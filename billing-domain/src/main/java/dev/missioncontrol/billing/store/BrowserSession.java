package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who is signed in with a browser, or will be with a ticket.
 *
 * @param tenant whose page it is; absent for the console
 * @param operator who looks into the console; empty for a page
 * @param manage whether more may be done than looking
 * @param locale in which the page is read, where the application chose one
 * @param seatsInUse how many seats the application says are in use
 */
public record BrowserSession(
        Optional<TenantId> tenant, String operator, boolean manage, Optional<Locale> locale, OptionalLong seatsInUse) {
    /** What is signed in to. What one kind opens, no other does. */
    public enum Kind {
        /** Signed in to a tenant's page. */
        PAGE,
        /** Signs in to a tenant's page, once. */
        PAGE_TICKET,
        /** Signed in to the operator's console. */
        CONSOLE,
        /** Signs in to the operator's console, once. */
        CONSOLE_TICKET;

        /** How it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

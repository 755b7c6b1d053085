package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** An application's tokens may have any form: they are shown to its authenticator, and looked for nowhere else. */
class OwnTokensTest {
    /** As many characters as a page's session has: 32 bytes in base64url, as other makers of tokens choose them too. */
    private static final String OPAQUE = "x".repeat(Sessions.TOKEN_LENGTH);

    private static final class CountingStore implements BillingStore {
        private final BillingStore store = new InMemoryBillingStore();
        private final AtomicInteger transactions = new AtomicInteger();

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            transactions.incrementAndGet();
            return store.inTransaction(work);
        }

        @Override
        public void follow(InstantSource clock) {
            store.follow(clock);
        }
    }

    @Test
    void a_token_as_long_as_a_session_is_not_looked_for_as_one() {
        CountingStore store = new CountingStore();
        try (ARunningServer running = new ARunningServer(store)) {
            int before = store.transactions.get();
            for (String path : new String[] {"/api/billing/status", "/billing"})
                assertThat(running.get(path, "Authorization", "Bearer " + OPAQUE, "Accept", "application/json")
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            assertThat(store.transactions).hasValue(before);
        }
    }

    @Test
    void a_token_of_the_pages_own_says_what_it_is() {
        try (ARunningServer running = new ARunningServer()) {
            String ticket = running.postAsManager("/api/billing/page-sessions", "")
                    .body()
                    .replaceFirst("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
            String token = running.post("/billing/embed", "{\"ticket\":\"" + ticket + "\"}")
                    .body()
                    .replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
            assertThat(token).startsWith("billing_page_");
            assertThat(running.get("/api/billing/status", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}

package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import org.junit.jupiter.api.AfterEach;

/** Tests of a running server each of whose answers is held to the description of its route. */
abstract class HeldToTheDescription {
    static final String AUTHORIZATION = "Authorization";
    static final String READER = "Bearer acme read";
    static final String MANAGER = "Bearer acme manage";
    static final TenantId ACME = new TenantId("acme");

    final ARunningServer running = new ARunningServer();

    @AfterEach
    final void stop() {
        running.close();
    }

    final JsonNode get(String path, int status, String... headers) {
        return Description.held("get", path, status, running.get(path, headers));
    }

    final JsonNode post(String path, String body, int status, String... headers) {
        return Description.held("post", path, status, running.post(path, body, headers));
    }

    final void subscribe() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").yearly().seats(5)));
        post("/api/billing/sync", "", 200, AUTHORIZATION, READER);
    }
}

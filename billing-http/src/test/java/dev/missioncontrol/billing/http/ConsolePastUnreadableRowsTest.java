package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.console.ConsoleChrome;
import dev.missioncontrol.billing.http.console.InboxPage;
import dev.missioncontrol.billing.http.console.TenantPage;
import dev.missioncontrol.billing.http.console.TenantsPage;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.Operations;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The console's pages say which rows they leave out since those can't be read, beside all the others. */
class ConsolePastUnreadableRowsTest {
    private static final ConsoleChrome CHROME = new ConsoleChrome("token", "anna", false, false);
    private static final List<String> BROKEN = List.of("the row 'x' in a <table>: broken");
    private static final String SHOWN = "the row &#39;x&#39; in a &lt;table&gt;: broken";
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void the_inbox_does() {
        Operations.Events none = new Operations.Events(List.of(), List.of(), Optional.empty());
        Operations.Events broken = new Operations.Events(List.of(), BROKEN, Optional.empty());
        assertThat(inbox(none)).contains("No event is dead").doesNotContain("Left out");
        assertThat(inbox(broken)).contains("Left out", SHOWN).doesNotContain("No event is dead");
    }

    private String inbox(Operations.Events page) {
        return InboxPage.render(
                CHROME,
                new InboxPage.View(
                        EventOutcome.DEAD, running.billing.operations().backlog(), page));
    }

    @Test
    void the_list_of_tenants_does() {
        List<TenantLine> others = List.of(new TenantLine(ACME, Optional.empty()));
        assertThat(tenants(others)).contains("Left out", SHOWN, "/console/tenant?id=acme");
        assertThat(tenants(List.of())).contains("Left out", SHOWN).doesNotContain("There is no tenant yet");
    }

    private static String tenants(List<TenantLine> others) {
        return TenantsPage.render(
                CHROME,
                new TenantsPage.View(
                        "", TenantFilter.ALL, others, Optional.empty(), BROKEN, Optional.empty(), List.of()));
    }

    @Test
    void a_tenants_page_does() {
        Explanation whole = running.billing.operations().explain(ACME);
        assertThat(tenant(whole)).doesNotContain("Left out");
        Explanation past = new Explanation(
                whole.tenant(),
                whole.at(),
                whole.status(),
                whole.why(),
                whole.record(),
                whole.customer(),
                whole.checkout(),
                whole.subscriptions(),
                whole.timeline(),
                whole.earlierLeftOut(),
                BROKEN);
        assertThat(tenant(past)).contains("Left out", SHOWN, "nothing was ever heard of this tenant");
    }

    private static String tenant(Explanation why) {
        return TenantPage.render(CHROME, why, Optional.empty(), Optional.empty());
    }
}

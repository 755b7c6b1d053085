package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.RequestListener;
import dev.missioncontrol.billing.provider.EventReader;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Figures of what is answered over HTTP. */
class HttpMetersTest {
    @Test
    void every_reason_for_which_a_webhook_is_refused_is_there_from_the_start_and_no_other() {
        try (Metrics metrics = new Metrics()) {
            String figures = metrics.scrape();
            for (String unread : RequestListener.UNREAD) assertThat(figures).contains(at(unread, 0));
            for (EventReader.Refusal refusal : EventReader.Refusal.values())
                assertThat(figures).contains(at(refusal.name().toLowerCase(Locale.ROOT), 0));
            assertThat(figures.lines().filter(line -> line.startsWith("billing_webhook_refused_total{")))
                    .hasSize(RequestListener.UNREAD.size() + EventReader.Refusal.values().length);
            metrics.http().webhookRefused(RequestListener.TOO_SLOW);
            assertThat(metrics.scrape()).contains(at(RequestListener.TOO_SLOW, 1));
        }
    }

    private static String at(String reason, int count) {
        return "billing_webhook_refused_total{reason=\"" + reason + "\"} " + count + ".0";
    }
}

package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class CollectorMetersTest {
    @Test
    void what_collections_took_is_told_whenever_it_is_asked_for() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CollectorMeters.bindTo(registry);
        System.gc();
        assertThat(registry.scrape())
                .containsPattern("(?m)^jvm_gc_pause_seconds_count\\{gc=\"[^\"]+\"\\} [1-9]")
                .containsPattern("(?m)^jvm_gc_pause_seconds_sum\\{gc=\"[^\"]+\"\\} 0*\\.?[0-9]*[1-9]");
        registry.close();
    }
}

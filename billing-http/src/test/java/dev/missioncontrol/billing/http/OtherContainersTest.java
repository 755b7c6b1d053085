package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that has our jars starts in whatever container it is deployed to. */
class OtherContainersTest {
    /**
     * A container runs the initializers of every jar of an application, and does not start it where one throws: Jetty's own, of WebSockets
     * say, do so in each container that is not Jetty.
     */
    @Test
    void no_jar_that_comes_with_the_page_runs_anything_when_a_container_starts() throws IOException {
        List<URL> initializers = Collections.list(getClass()
                .getClassLoader()
                .getResources("META-INF/services/" + ServletContainerInitializer.class.getName()));
        assertThat(initializers).isEmpty();
    }
}

package dev.missioncontrol.billing.app.command;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what operators type, each at a desk of its own. */
abstract class AtTheDesk {
    @TempDir
    Path folder;

    OperatorsDesk desk;

    @BeforeEach
    final void open() {
        desk = new OperatorsDesk(folder);
    }

    @AfterEach
    final void close() {
        desk.close();
    }
}

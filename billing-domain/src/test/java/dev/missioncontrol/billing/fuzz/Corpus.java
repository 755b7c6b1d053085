package dev.missioncontrol.billing.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Inputs that are kept beside a module's tests: each a small file, the seeds of all that is made of them. */
final class Corpus {
    private Corpus() {}

    /**
     * Every file in these folders of resources, in the order of their names.
     *
     * @param owner a class of the module that has them
     * @throws IllegalArgumentException if a folder is not there or all are empty: nothing would be tried
     */
    static List<byte[]> of(Class<?> owner, List<String> folders) {
        List<byte[]> inputs = new ArrayList<>();
        for (String folder : folders) files(owner, folder).forEach(file -> inputs.add(read(file)));
        if (inputs.isEmpty()) throw new IllegalArgumentException("nothing in " + folders);
        return inputs;
    }

    private static List<Path> files(Class<?> owner, String folder) {
        URL found = Optional.ofNullable(owner.getResource("/" + folder))
                .orElseThrow(() -> new IllegalArgumentException("no folder " + folder));
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(folder, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

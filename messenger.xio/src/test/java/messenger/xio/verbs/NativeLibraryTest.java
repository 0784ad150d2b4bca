package messenger.xio.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private static void assertContains(String expected, Exception e) {
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void missingLibraryIsNamedWithItsPackage() {
        try (Arena arena = Arena.ofConfined()) {
            IOException e = assertThrows(
                    IOException.class, () -> new NativeLibrary("libnosuchverbs.so.1", "nosuchverbs1", arena));
            assertContains("libnosuchverbs.so.1", e);
            assertContains("install nosuchverbs1", e);
        }
    }

    @Test
    void missingFunctionIsNamedWithItsLibrary() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeLibrary library = new NativeLibrary("libc.so.6", "libc6", arena);
            IOException e = assertThrows(IOException.class, () -> library.call("ibv_no_such_function", 1, true));
            assertContains("ibv_no_such_function", e);
            assertContains("libc.so.6", e);
        }
    }

    @Test
    void fileOfALoadedLibraryIsKnown() {
        assertTrue(NativeLibrary.loaded("libc.so.6"));
        assertTrue(NativeLibrary.path("libc.so.6").startsWith("/"));
        assertFalse(NativeLibrary.loaded("libnosuchverbs.so.1"));
        assertEquals("libnosuchverbs.so.1", NativeLibrary.path("libnosuchverbs.so.1"));
    }

    @Test
    void missingLibdisniIsNamed() {
        for (int i = 0; i < 2; i++) {
            IOException e = assertThrows(IOException.class, () -> Verbs.open(ProviderKind.DISNI));
            assertContains("libdisni", e);
            assertContains("'own'", e);
        }
    }
}

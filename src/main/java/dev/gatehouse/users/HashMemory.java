package dev.gatehouse.users;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import de.mkammerer.argon2.jna.Argon2_context;
import de.mkammerer.argon2.jna.Size_t;

/**
 * Memory in which one hash is computed after the other. Argon2 jumps about in it, and looking up the addresses takes
 * its time; in the huge pages of Linux there is next to nothing to look up.
 */
final class HashMemory {
    private static final int HUGE_PAGE_BYTES = 2 * 1024 * 1024;
    private static final int MADV_HUGEPAGE = 14;

    /** {@code allocate_cbk} of the reference implementation, which leaves {@code memory} NULL if there is none. */
    interface Allocate extends Callback {
        int invoke(PointerByReference memory, Size_t bytes);
    }

    /** {@code free_cbk}, called when the memory has been wiped. */
    interface Free extends Callback {
        void invoke(Pointer memory, Size_t bytes);
    }

    private final long bytes;
    private final Memory memory;
    // Native code knows only their addresses: they must not be collected before this is.
    private final Allocate allocate = this::lend;
    private final Free free = (lent, size) -> {};

    /** @throws OutOfMemoryError if there is not so much */
    HashMemory(long bytes) {
        this.bytes = bytes;
        this.memory = bytes < HUGE_PAGE_BYTES ? new Memory(bytes) : inHugePages(bytes);
    }

    /** Has {@code context} computed in this memory, one at a time. */
    void lendTo(Argon2_context context) {
        context.allocate_cbk = CallbackReference.getFunctionPointer(allocate);
        context.free_cbk = CallbackReference.getFunctionPointer(free);
    }

    private int lend(PointerByReference address, Size_t wanted) {
        if (wanted.longValue() <= bytes) {
            address.setValue(memory);
        }
        return 0;
    }

    private static Memory inHugePages(long bytes) {
        long pages = (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES;
        Memory aligned = new Memory((pages + 1) * HUGE_PAGE_BYTES).align(HUGE_PAGE_BYTES);
        if (Platform.isLinux()) {
            // A kernel without them says no, and nothing else changes.
            NativeLibrary.getProcess()
                    .getFunction("madvise")
                    .invokeInt(new Object[] {aligned, new Size_t(pages * HUGE_PAGE_BYTES), MADV_HUGEPAGE});
        }
        return aligned;
    }
}

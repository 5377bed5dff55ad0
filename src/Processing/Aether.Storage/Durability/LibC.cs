using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Aether.Storage.Durability;

/// <summary>
/// The few libc calls that durability rests on, each checked. .NET's own flush reports success when fsync fails
/// (docs/decisions/0003), and can't open a directory. They are resolved in the main program, not in a library named
/// here, so that fault-injecting libraries loaded before it are seen.
/// </summary>
internal static partial class LibC
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    static LibC() => NativeLibrary.SetDllImportResolver(typeof(LibC).Assembly, static (name, assembly, path) =>
        name == "main" ? NativeLibrary.GetMainProgramHandle() : NativeLibrary.Load(name, assembly, path));

    /// <summary>Makes a file's octets, and the metadata needed to find them, durable.</summary>
    /// <exception cref="IOException">The sync failed: what was written since the last one may be gone. Never retry it.</exception>
    public static void SyncData(SafeFileHandle file)
    {
        if (FDataSync(file) != 0)
            throw Failure("fdatasync");
    }

    /// <summary>Makes creation, renaming and removal of a directory's entries durable.</summary>
    /// <exception cref="IOException">The directory can't be opened or the sync failed.</exception>
    public static void SyncDirectory(string path)
    {
        int directory = Open(path, ReadOnlyDirectory, 0);
        if (directory < 0)
            throw Failure("open");
        using var handle = new SafeFileHandle(directory, ownsHandle: true);
        if (FSync(handle) != 0)
            throw Failure("fsync");
    }

    /// <summary>Gives free memory of the C library's heap, from which SQLite takes its pages, back to the system. Where it can't, that stays as it is.</summary>
    public static void TrimHeap()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such call.
        }
    }

    /// <summary>Ends the process at once: no handlers, no flushes, nothing that could pretend that all is well.</summary>
    public static void ExitNow(int code) => Exit(code);

    private static IOException Failure(string call)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("main", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("main", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("main", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("main", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint keep);

    [LibraryImport("main", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}

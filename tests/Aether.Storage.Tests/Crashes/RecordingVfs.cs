using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aether.Storage.Tests.Crashes;

/// <summary>
/// A SQLite VFS that is the machine's own with a log: it puts its own write, truncate, sync and close into the method table of each
/// file that the original has opened. https://sqlite.org/c3ref/vfs.html, https://sqlite.org/c3ref/io_methods.html
/// </summary>
/// <remarks>The structures are read as arrays of machine words; the indices below follow their declarations in sqlite3.h.</remarks>
internal sealed unsafe class RecordingVfs : IDisposable
{
    public const string Name = "aether-recording";

    private const int Ok = 0;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int SyncFailed = IoError | (4 << 8);
    private const int WriteFailed = IoError | (3 << 8);

    private const int OpenCreate = 0x4;
    private const int OpenNewFolderEntry = 0x800 | 0x4000 | 0x80000; // main journal, super-journal, WAL: their first sync syncs the folder too

    private const int VfsWords = 21;
    private const int VfsNext = 2;
    private const int VfsName = 3;
    private const int VfsOpen = 5;
    private const int VfsDelete = 6;

    private const int MethodWords = 19;
    private const int MethodClose = 1;
    private const int MethodWrite = 3;
    private const int MethodTruncate = 4;
    private const int MethodSync = 5;

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<string, DiskLog> Logs = new();
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Tables = new();
    private static nint* original;

    private readonly string root;

    private RecordingVfs(string root) => this.root = root;

    /// <summary>Has the calls below a log's folder written to it.</summary>
    public static RecordingVfs Attach(DiskLog log)
    {
        Register();
        Logs[log.Root] = log;
        return new RecordingVfs(log.Root);
    }

    public void Dispose() => Logs.TryRemove(root, out _);

    private static void Register()
    {
        lock (Gate)
        {
            if (original != null)
                return;
            SQLitePCL.Batteries_V2.Init();
            nint library = NativeLibrary.Load("e_sqlite3", typeof(RecordingVfs).Assembly, null);
            var find = (delegate* unmanaged[Cdecl]<byte*, nint*>)NativeLibrary.GetExport(library, "sqlite3_vfs_find");
            var register = (delegate* unmanaged[Cdecl]<nint*, int, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_register");
            nint* found = find(null);
            nint* copy = (nint*)NativeMemory.AllocZeroed(VfsWords, (nuint)sizeof(nint));
            new ReadOnlySpan<nint>(found, VfsWords).CopyTo(new Span<nint>(copy, VfsWords));
            copy[VfsNext] = 0;
            copy[VfsName] = Marshal.StringToCoTaskMemUTF8(Name);
            copy[VfsOpen] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, nint*, int, int*, int>)&Open;
            copy[VfsDelete] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, int>)&Delete;
            Assert.Equal(Ok, register(copy, 0));
            original = found;
        }
    }

    private static DiskLog? LogOf(string path) => Logs.FirstOrDefault(entry => path.StartsWith(entry.Key, StringComparison.Ordinal)).Value;

    /// <summary>The original's method table with our calls in it; one for each that it uses.</summary>
    private static nint TableFor(nint methods) => Tables.GetOrAdd(methods, static methods =>
    {
        nint* copy = (nint*)NativeMemory.AllocZeroed(MethodWords, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>((nint*)methods, MethodWords).CopyTo(new Span<nint>(copy, MethodWords));
        copy[MethodClose] = (nint)(delegate* unmanaged[Cdecl]<nint*, int>)&Close;
        copy[MethodWrite] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)&Write;
        copy[MethodTruncate] = (nint)(delegate* unmanaged[Cdecl]<nint*, long, int>)&Truncate;
        copy[MethodSync] = (nint)(delegate* unmanaged[Cdecl]<nint*, int, int>)&Sync;
        return (nint)copy;
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint* vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        string? path = name == null ? null : Marshal.PtrToStringUTF8((nint)name);
        var log = path is null ? null : LogOf(path);
        bool creates = log is not null && (flags & OpenCreate) != 0 && !File.Exists(path);
        if (log?.Fault(creates ? DiskCall.Create : DiskCall.OpenRead, path!) is not (null or DiskFault.None))
        {
            file[0] = 0;
            return CannotOpen;
        }
        int code = ((delegate* unmanaged[Cdecl]<nint*, byte*, nint*, int, int*, int>)original[VfsOpen])(original, name, file, flags, outFlags);
        if (code != Ok || log is null)
            return code;
        if (creates)
            log.Add(new DiskEvent(DiskCall.Create, path!));
        Files[(nint)file] = new OpenFile(log, path!, file[0]) { SyncsFolder = creates && (flags & OpenNewFolderEntry) != 0 };
        file[0] = TableFor(file[0]);
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint* vfs, byte* name, int syncFolder)
    {
        int code = ((delegate* unmanaged[Cdecl]<nint*, byte*, int, int>)original[VfsDelete])(original, name, syncFolder);
        string path = Marshal.PtrToStringUTF8((nint)name)!;
        if (code != Ok || LogOf(path) is not { } log)
            return code;
        log.Add(new DiskEvent(DiskCall.Delete, path));
        if (syncFolder != 0)
            log.Add(new DiskEvent(DiskCall.SyncFolder, Path.GetDirectoryName(path)!));
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint* file)
    {
        Files.TryRemove((nint)file, out var open);
        return ((delegate* unmanaged[Cdecl]<nint*, int>)open!.Methods[MethodClose])(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint* file, byte* bytes, int count, long offset)
    {
        var open = Files[(nint)file];
        var fault = open.Log.Fault(DiskCall.Write, open.Path);
        if (fault is not DiskFault.None)
            count /= 2;
        int code = ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)open.Methods[MethodWrite])(file, bytes, count, offset);
        if (code != Ok)
            return code;
        open.Log.Add(new DiskEvent(DiskCall.Write, open.Path, offset, new ReadOnlySpan<byte>(bytes, count).ToArray()));
        return fault switch { DiskFault.None => Ok, DiskFault.Full => Full, _ => WriteFailed };
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint* file, long length)
    {
        var open = Files[(nint)file];
        int code = ((delegate* unmanaged[Cdecl]<nint*, long, int>)open.Methods[MethodTruncate])(file, length);
        if (code == Ok)
            open.Log.Add(new DiskEvent(DiskCall.Truncate, open.Path, length));
        return code;
    }

    /// <summary>Nothing is synced in truth: the replay alone decides what a crash leaves.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint* file, int flags)
    {
        var open = Files[(nint)file];
        if (open.Log.Fault(DiskCall.Sync, open.Path) is not DiskFault.None)
            return SyncFailed;
        open.Log.Add(new DiskEvent(DiskCall.Sync, open.Path));
        if (open.SyncsFolder)
            open.Log.Add(new DiskEvent(DiskCall.SyncFolder, Path.GetDirectoryName(open.Path)!));
        open.SyncsFolder = false;
        return Ok;
    }

    private sealed class OpenFile(DiskLog log, string path, nint methods)
    {
        public DiskLog Log => log;

        public string Path => path;

        public nint* Methods => (nint*)methods;

        public bool SyncsFolder { get; set; }
    }
}

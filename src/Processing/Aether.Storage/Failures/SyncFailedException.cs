namespace Aether.Storage;

/// <summary>A sync to disk failed: what was written since the last one may be gone, and nobody can find out. The process has to end.</summary>
internal sealed class SyncFailedException(Exception reason) : IOException("A sync to disk failed: " + reason.Message, reason);

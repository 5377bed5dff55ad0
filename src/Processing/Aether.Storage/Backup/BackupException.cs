namespace Aether.Storage.Backup;

/// <summary>A backup can't be written or is not one; the message says why, in one line for the operator.</summary>
public sealed class BackupException(string message, Exception? inner = null) : IOException(message, inner);

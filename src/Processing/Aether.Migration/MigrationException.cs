namespace Aether.Migration;

/// <summary>An import or export can't go on; the message is for the operator.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);

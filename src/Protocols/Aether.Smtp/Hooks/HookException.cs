namespace Aether.Smtp.Hooks;

/// <summary>A hook can't be reached, takes too long, or says what can't be understood.</summary>
internal sealed class HookException(string message, Exception? inner = null) : IOException(message, inner);

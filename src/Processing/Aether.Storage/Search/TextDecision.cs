namespace Aether.Storage.Search;

/// <summary>Told what is known of a message's content so far; says whether that is enough.</summary>
/// <param name="candidate">Its place among the messages asked for.</param>
/// <param name="keys">The answer to each key; null is not known yet, or no key stands there.</param>
/// <returns>True: the message is decided. When every key is answered it must be.</returns>
public delegate bool TextDecision(int candidate, ReadOnlySpan<bool?> keys);

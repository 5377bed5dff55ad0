using System.Collections;

namespace Aether.Net.Listeners;

/// <summary>Puts the session's id into every log line written while it runs.</summary>
internal sealed class SessionScope(string sessionId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] => index == 0 ? new("session", sessionId) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => "session:" + sessionId;
}

namespace Aether.Net.Polling;

/// <summary>Short names of connections for logs, none twice in a process and hardly ever in two.</summary>
internal static class ConnectionNumber
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    private static long last = TimeProvider.System.GetUtcNow().UtcTicks;

    public static string Next() => string.Create(13, Interlocked.Increment(ref last), static (text, number) =>
    {
        for (int i = text.Length - 1; i >= 0; i--, number >>= 5)
            text[i] = Digits[(int)(number & 31)];
    });
}

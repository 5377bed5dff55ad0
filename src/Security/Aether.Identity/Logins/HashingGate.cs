using Aether.Configuration.Schema;
using Aether.Identity.Passwords;

namespace Aether.Identity.Logins;

/// <summary>Hashes a few passwords at a time: it takes milliseconds of a core each, and whoever is in already is to have cores as well.</summary>
/// <param name="atOnce">Passwords hashed at a time.</param>
/// <param name="queue">Attempts that may wait for that.</param>
internal sealed class HashingGate(int atOnce, int queue) : IDisposable
{
    private readonly SemaphoreSlim free = new(atOnce);
    private int waiting;

    /// <summary>Looks which of an account's secrets a password is.</summary>
    /// <param name="hash">What is made up where there are none, so that it takes as long.</param>
    /// <returns>Its place, -1 for none; null when too many wait already.</returns>
    public async Task<int?> TryFindAsync(string password, IReadOnlyList<AccountSecret> secrets, PasswordHash hash, CancellationToken ct)
    {
        if (Interlocked.Increment(ref waiting) > queue)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }
        try
        {
            await free.WaitAsync(ct);
            try
            {
                return await Task.Run(() => PasswordRecords.FindMatch([.. secrets.Select(secret => secret.Records)], password, hash), ct);
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => free.Dispose();
}

using Aether.Storage;

namespace Aether.Pop3.Maildrops;

/// <summary>Who has a maildrop open: one session at a time. RFC 1939 §4.</summary>
internal sealed class MaildropLocks
{
    private readonly Lock gate = new();
    private readonly HashSet<AccountId> held = [];

    /// <returns>Null when another session has it.</returns>
    public IDisposable? TryTake(AccountId account)
    {
        lock (gate)
            return held.Add(account) ? new Held(this, account) : null;
    }

    private void Release(AccountId account)
    {
        lock (gate)
            held.Remove(account);
    }

    private sealed class Held(MaildropLocks locks, AccountId account) : IDisposable
    {
        private bool released;

        public void Dispose()
        {
            if (!released)
                locks.Release(account);
            released = true;
        }
    }
}

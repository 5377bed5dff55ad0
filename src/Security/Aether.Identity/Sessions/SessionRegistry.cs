using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Aether.Identity.Addresses;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Grants;
using Aether.Storage.Logins;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Sessions;

/// <summary>
/// Who is logged in, on this node in memory and on others as they tell. It ends sessions whose login does not hold any more: a
/// changed password, a disabled account, a revoked app password (case A04). A node that misses the news looks by itself.
/// </summary>
public sealed partial class SessionRegistry : IAsyncDisposable
{
    /// <summary>How often a node looks, and tells of its sessions: well below the minute after which all must have ended.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>When its client was heard is told again after so long.</summary>
    private static readonly TimeSpan HeardAgain = TimeSpan.FromMinutes(1);

    private const int Piece = 500;
    private const int MaxListed = 10_000;

    private readonly LoginStore store;
    private readonly bool tells;
    private readonly int mostOfAccount;
    private readonly TimeProvider clock;
    private readonly ILogger<SessionRegistry> logger;
    private readonly string node = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly ConcurrentDictionary<string, LiveSession> sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AccountId, int> counts = new();
    private readonly ConcurrentQueue<string> closed = new();
    private readonly ConcurrentDictionary<string, bool> suspects = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim looking = new(1);
    private readonly ITimer timer;

    /// <summary>Sessions on other nodes, of accounts that have many there; as of the last look.</summary>
    private FrozenDictionary<AccountId, int> elsewhere = FrozenDictionary<AccountId, int>.Empty;

    private long last;
    private volatile bool isDisposed;

    /// <param name="store">Where nodes tell each other.</param>
    /// <param name="tells">There may be other nodes.</param>
    /// <param name="mostOfAccount">Sessions that an account may have at a time, those included that other nodes have told of; 0: as many as it likes.</param>
    public SessionRegistry(LoginStore store, bool tells, int mostOfAccount, TimeProvider clock, ILogger<SessionRegistry> logger)
    {
        (this.store, this.tells, this.mostOfAccount, this.clock, this.logger) = (store, tells, mostOfAccount, clock, logger);
        store.Notices.Ended += OnEnded;
        timer = clock.CreateTimer(_ => _ = LookAsync(), null, Every, Every);
    }

    /// <summary>What users let programs do; null: nothing.</summary>
    public GrantStore? Grants { get; init; }

    /// <summary>Enters a session; null: its account has as many as it may have.</summary>
    public LiveSession? TryEnter(Login login, SessionFacts facts)
    {
        int count = counts.AddOrUpdate(login.Account, 1, static (_, count) => count + 1);
        if (mostOfAccount > 0 && !facts.Exempt && count + elsewhere.GetValueOrDefault(login.Account) > mostOfAccount)
        {
            Discount(login.Account);
            LogTooMany(logger, login.Address, mostOfAccount);
            return null;
        }

        var session = new LiveSession(this, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{node}-{Interlocked.Increment(ref last):x}"), login, facts, clock.GetUtcNow());
        sessions[session.Id] = session;
        return session;
    }

    /// <summary>The sessions of an account, or all, by address: those of this node as they are, those of others as they were told.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(string? address, CancellationToken ct)
    {
        if (address is not null)
            address = AddressForm.TryNormalise(address, out string normal) ? normal : "";
        var own = sessions.Values.Select(static session => session.Row).Where(row => address is null || row.Address == address);
        var others = tells ? (await store.ListSessionsAsync(address, MaxListed, ct)).Where(row => !IsOwn(row.Id)) : [];
        return [.. own.Concat(others).OrderBy(static row => row.Address, StringComparer.Ordinal).ThenBy(static row => row.Since).Take(MaxListed)];
    }

    /// <summary>Ends one session, wherever it is.</summary>
    public async Task<DirectoryChange> EndAsync(string id, CancellationToken ct)
    {
        if (sessions.TryGetValue(id, out var session))
        {
            End(session, "an operator ended it");
            return Done($"session {id}");
        }
        return tells && !IsOwn(id) && await store.EndSessionAsync(id, ct) is DirectoryResult.Done ? Done($"session {id}") : new DirectoryChange(DirectoryChangeStatus.NotFound, $"There is no session {id}.");
    }

    /// <summary>Ends all sessions and tokens of an account; its password stays good.</summary>
    public async Task<DirectoryChange> EndAllAsync(string address, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return new DirectoryChange(DirectoryChangeStatus.Invalid, $"'{address}' is not an address.");
        return await store.EndLoginsAsync(normal, ct) is DirectoryResult.Done
            ? Done($"sessions of {normal}")
            : new DirectoryChange(DirectoryChangeStatus.NotFound, $"There is no account {normal}.");
    }

    /// <summary>Looks whether the logins of all sessions of this node still hold, and tells of them.</summary>
    public async Task LookAsync()
    {
        await LookAsync(static _ => true);
        if (!tells)
            return;
        await TellAsync();
        if (mostOfAccount > 0)
            await CountElsewhereAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        store.Notices.Ended -= OnEnded;
        await timer.DisposeAsync();
        await looking.WaitAsync();
        looking.Dispose();
    }

    internal void Leave(LiveSession session)
    {
        if (!sessions.TryRemove(session.Id, out _))
            return;
        Discount(session.Login.Account);
        if (session.Told is not null)
            closed.Enqueue(session.Id);
    }

    private bool IsOwn(string id) => id.StartsWith(node, StringComparison.Ordinal);

    private static DirectoryChange Done(string what) => new(DirectoryChangeStatus.Done, $"Done: {what}.");

    private void Discount(AccountId account)
    {
        while (counts.TryGetValue(account, out int count))
        {
            if (count > 1 ? counts.TryUpdate(account, count - 1, count) : counts.TryRemove(new(account, count)))
                return;
        }
    }

    private void OnEnded(string address)
    {
        suspects[address] = true;
        _ = LookAtSuspectsAsync();
    }

    private async Task LookAtSuspectsAsync()
    {
        string[] addresses = [.. suspects.Keys];
        foreach (string address in addresses)
            suspects.TryRemove(address, out _);
        if (addresses.Length > 0)
            await LookAsync(session => addresses.Contains(session.Login.Address));
    }

    private async Task LookAsync(Func<LiveSession, bool> isMeant)
    {
        if (isDisposed)
            return;
        await looking.WaitAsync();
        try
        {
            foreach (var piece in sessions.Values.Where(isMeant).GroupBy(static session => session.Login.Account).Chunk(Piece))
            {
                var states = (await store.LoginStatesAsync([.. piece.Select(static account => account.Key)], CancellationToken.None)).ToDictionary(static state => state.Account);
                foreach (var account in piece)
                    await LookAsync(account, states.TryGetValue(account.Key, out var state) ? state : null);
            }
        }
        catch (StoreUnavailableException)
        {
            // Nobody can change a password now either; the next look finds what this one missed.
        }
        finally
        {
            looking.Release();
        }
    }

    private async Task LookAsync(IGrouping<AccountId, LiveSession> account, LoginState? state)
    {
        IReadOnlyList<AppPasswordRow>? apps = null;
        var now = clock.GetUtcNow();
        foreach (var session in account)
        {
            if (state is not { State: AccountState.Active } known || known.Epoch > session.Login.Epoch)
            {
                End(session, "its login does not hold any more");
                continue;
            }
            if (known.IsPasswordForWebOnly && session.Login.IsByPassword)
            {
                End(session, "passwords are for the web only");
                continue;
            }
            if (session.Login.Grant is { } grant && known.AppEpoch > session.AppEpoch && Grants is not null && await Grants.FindAsync(grant, CancellationToken.None) is null)
            {
                End(session, "its grant is gone");
                continue;
            }
            if (session.Login.App is not { } app)
            {
                session.AppEpoch = known.AppEpoch;
                continue;
            }
            if (known.AppEpoch > session.AppEpoch)
                apps ??= await store.ListAppPasswordsAsync(account.Key, CancellationToken.None);
            if (now >= app.Expires || (apps is not null && !apps.Any(row => row.Name == app.Name && row.Created.ToUnixTimeSeconds() == app.Created.ToUnixTimeSeconds())))
                End(session, "its app password is gone");
            else
                session.AppEpoch = known.AppEpoch;
        }
    }

    private async Task TellAsync()
    {
        var gone = new List<string>();
        while (closed.TryDequeue(out string? id))
            gone.Add(id);
        var news = sessions.Values.Select(static session => (Session: session, session.Row)).Where(static one => IsNews(one.Session.Told, one.Row)).ToList();
        try
        {
            foreach (string id in await store.ReportSessionsAsync(node, [.. news.Select(static one => one.Row)], gone, CancellationToken.None))
            {
                if (sessions.TryGetValue(id, out var session))
                    End(session, "an operator ended it");
                else
                    closed.Enqueue(id);
            }
            foreach (var (session, row) in news)
                session.Told = row;
            foreach (var (session, row) in news)
            {
                if (!sessions.ContainsKey(row.Id))
                    closed.Enqueue(row.Id); // it left while it was told of
            }
        }
        catch (StoreUnavailableException)
        {
            foreach (string id in gone)
                closed.Enqueue(id);
        }
    }

    /// <summary>What of other nodes may matter for the bound: a tenth of it or more.</summary>
    private async Task CountElsewhereAsync()
    {
        try
        {
            elsewhere = (await store.CountSessionsElsewhereAsync(node, Math.Max(1, mostOfAccount / 10), MaxListed, CancellationToken.None)).ToFrozenDictionary(static one => one.Account, static one => one.Sessions);
        }
        catch (StoreUnavailableException)
        {
            // What was known is better than nothing.
        }
    }

    private static bool IsNews(SessionRow? told, SessionRow row) => told is null || told.Client != row.Client || row.Seen - told.Seen >= HeardAgain;

    private void End(LiveSession session, string reason)
    {
        LogEnded(logger, session.Id, session.Login.Address, reason);
        session.End();
    }

    [LoggerMessage(2030, LogLevel.Information, "Session {Id} of {Address} is ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string id, string address, string reason);

    [LoggerMessage(2031, LogLevel.Warning, "{Address} has {Most} sessions, which is the most")]
    private static partial void LogTooMany(ILogger logger, string address, int most);
}

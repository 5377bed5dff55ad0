using Aether.Storage;
using Aether.Storage.Logins;

namespace Aether.Identity.Sasl;

/// <summary>Whether every account has what SCRAM takes: one with an imported hash has not, until its owner has logged in once. Looked up now and then.</summary>
public sealed class ScramReadiness : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly LoginStore store;
    private readonly ITimer timer;
    private volatile bool isReady = true;

    public ScramReadiness(LoginStore store, TimeProvider clock)
    {
        this.store = store;
        timer = clock.CreateTimer(_ => _ = RefreshAsync(), null, TimeSpan.Zero, Interval);
    }

    public bool IsScramReady() => isReady;

    /// <summary>Looks again.</summary>
    public async Task RefreshAsync()
    {
        try
        {
            isReady = !await store.HasOtherSecretsAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It stays as it was: nobody can log in now anyway, and the store says why.
        }
    }

    public void Dispose() => timer.Dispose();
}

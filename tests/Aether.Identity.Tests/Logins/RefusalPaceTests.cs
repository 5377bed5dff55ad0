using Aether.Identity.Logins;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Identity.Tests.Logins;

/// <summary>Refusals are told at set moments, whenever they were known; nobody else waits.</summary>
public sealed class RefusalPaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly LoginResult Refusal = new(LoginStatus.BadCredentials);
    private readonly FakeTimeProvider clock = new();

    private CancellationToken Ct { get; } = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 50)]
    [InlineData(49, 50)]
    [InlineData(51, 100)]
    [InlineData(149, 150)]
    public async Task A_refusal_is_told_at_the_first_step_behind_its_work(int work, int told)
    {
        var known = new TaskCompletionSource<LoginResult>();
        using var attempt = new RefusalPace(Step, clock).Begin();
        var answer = attempt.TellAsync(new ValueTask<LoginResult>(known.Task), Ct).AsTask();
        Advance(work);
        known.SetResult(Refusal);
        Advance(told - work - 1);
        await Task.Yield();
        Assert.False(answer.IsCompleted);
        Advance(1);
        Assert.Equal(Refusal, await answer);
    }

    [Theory]
    [InlineData(LoginStatus.Success)]
    [InlineData(LoginStatus.Throttled)]
    [InlineData(LoginStatus.Unavailable)]
    [InlineData(LoginStatus.BadExchange)]
    public async Task Whatever_else_is_told_at_once(LoginStatus status)
    {
        using var attempt = new RefusalPace(Step, clock).Begin();
        Assert.Equal(status, (await attempt.TellAsync(ValueTask.FromResult(new LoginResult(status)), Ct)).Status);
    }

    [Fact]
    public async Task Without_a_step_a_refusal_is_told_at_once()
    {
        using var attempt = new RefusalPace(TimeSpan.Zero, clock).Begin();
        Assert.Equal(Refusal, await attempt.TellAsync(ValueTask.FromResult(Refusal), Ct));
    }

    [Fact]
    public async Task Whoever_leaves_ends_the_wait()
    {
        using var leaving = new CancellationTokenSource();
        using var attempt = new RefusalPace(Step, clock).Begin();
        var answer = attempt.TellAsync(ValueTask.FromResult(Refusal), leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private void Advance(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
            clock.Advance(TimeSpan.FromMilliseconds(1));
    }
}

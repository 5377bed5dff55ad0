using Aether.Queue.Schedule;
using Aether.Queue.Settings;
using CsCheck;

namespace Aether.Queue.Tests.Schedule;

public sealed class BackoffTests
{
    private static readonly QueueOptions Options = new("mail.our.test");

    [Theory, InlineData(1, 5), InlineData(2, 10), InlineData(3, 20), InlineData(6, 160), InlineData(7, 240), InlineData(100, 240), InlineData(int.MaxValue, 240)]
    public void Waits_double_up_to_four_hours(int attempts, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Backoff.After(attempts, (Options.MinBackoff, Options.MaxBackoff), 0.5));

    [Fact]
    public void Jitter_stays_within_a_fifth() =>
        Gen.Select(Gen.Int[0, 50], Gen.Double[0, 1]).Sample((attempts, dice) =>
        {
            var middle = Backoff.After(attempts, (Options.MinBackoff, Options.MaxBackoff), 0.5);
            Assert.InRange(Backoff.After(attempts, (Options.MinBackoff, Options.MaxBackoff), dice) / middle, 0.79, 1.21);
        });

    [Fact]
    public void A_destination_gets_more_while_it_answers_and_half_when_it_does_not()
    {
        var limit = new DestinationLimit(Options);
        for (int i = 0; i < 30; i++)
        {
            limit.Enter();
            limit.Leave(BlockOutcome.Answered, DateTimeOffset.UnixEpoch);
        }

        for (int i = 0; i < 20; i++)
        {
            Assert.False(limit.IsFull);
            limit.Enter();
        }

        Assert.True(limit.IsFull);
        limit.Leave(BlockOutcome.Unreachable, DateTimeOffset.UnixEpoch);
        Assert.True(limit.IsFull);
        for (int i = 0; i < 10; i++)
            limit.Leave(BlockOutcome.Unreachable, DateTimeOffset.UnixEpoch);
        Assert.True(limit.Active == 9 && limit.IsFull);
    }
}

using Aether.Queue.Schedule;
using Aether.Queue.Settings;

namespace Aether.Queue.Tests.Schedule;

/// <summary>Concurrency that learns what a destination bears.</summary>
public sealed class DestinationLimitTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void It_grows_while_the_destination_answers_and_halves_when_it_is_gone()
    {
        var limit = new DestinationLimit(new QueueOptions("x"));
        Assert.Equal(5, limit.Allowed);
        Run(limit, 30, BlockOutcome.Answered);
        Assert.Equal(20, limit.Allowed);
        Run(limit, 1, BlockOutcome.Unreachable);
        Assert.Equal(10, limit.Allowed);
        Run(limit, 30, BlockOutcome.Answered);
        Assert.Equal(20, limit.Allowed);
    }

    [Theory, InlineData(1), InlineData(5), InlineData(13)] // a sink that takes n connections and refuses all others
    public void It_settles_at_what_is_borne_and_seldom_asks_for_more(int borne)
    {
        var limit = new DestinationLimit(new QueueOptions("x"));
        int refused = 0, served = 0;
        for (int round = 0; round < 2_000; round++)
        {
            int open = 0;
            while (!limit.IsFull)
                limit.Enter();
            while (limit.Active > borne)
            {
                limit.Leave(BlockOutcome.Crowded, Now);
                refused += round < 20 ? 0 : 1; // what it took to learn
            }

            for (open = limit.Active; open > 0; open--)
            {
                limit.Leave(BlockOutcome.Answered, Now);
                served++;
            }
        }

        Assert.InRange(limit.Allowed, Math.Max(1, borne - 1), borne + 1);
        Assert.True(refused * 100 < served, $"{refused} refused of {served}");
    }

    [Fact]
    public void A_bound_that_is_lifted_is_found_again()
    {
        var limit = new DestinationLimit(new QueueOptions("x"));
        for (int i = 0; i < 5; i++)
            limit.Enter();
        limit.Leave(BlockOutcome.Crowded, Now);
        Assert.Equal(4, limit.Allowed);
        Run(limit, 40_000, BlockOutcome.Answered);
        Assert.True(limit.Allowed > 5, $"{limit.Allowed}");
    }

    [Fact]
    public void What_can_not_be_reached_is_left_alone_longer_each_time()
    {
        var limit = new DestinationLimit(new QueueOptions("x"));
        Run(limit, 1, BlockOutcome.Unreachable);
        Assert.Equal(Now + TimeSpan.FromMinutes(1), limit.Silence(Now));
        Assert.Null(limit.Silence(Now + TimeSpan.FromMinutes(1)));
        Run(limit, 1, BlockOutcome.Unreachable);
        Assert.Equal(Now + TimeSpan.FromMinutes(2), limit.Silence(Now));
        Run(limit, 10, BlockOutcome.Unreachable);
        Assert.Equal(Now + TimeSpan.FromMinutes(15), limit.Silence(Now));
        Run(limit, 1, BlockOutcome.Answered);
        Assert.Null(limit.Silence(Now));
    }

    private static void Run(DestinationLimit limit, int blocks, BlockOutcome outcome)
    {
        for (int i = 0; i < blocks; i++)
        {
            limit.Enter();
            limit.Leave(outcome, Now);
        }
    }
}

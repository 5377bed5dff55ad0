using Aether.Net.Polling;

namespace Aether.Net.Tests.Polling;

public sealed class ReadinessTests
{
    /// <summary>What takes longer runs where sockets are heard only while few of them have something to do.</summary>
    [Theory]
    [InlineData(GoesOn.InPool, true, false)]
    [InlineData(GoesOn.InLoop, true, true)]
    [InlineData(GoesOn.InLoop, false, true)]
    [InlineData(GoesOn.InQuietLoop, true, true)]
    [InlineData(GoesOn.InQuietLoop, false, false)]
    internal async Task Who_waited_goes_on_where_he_said(GoesOn goesOn, bool isQuiet, bool isHere)
    {
        var readiness = new Readiness();
        var place = WaitAsync();
        int here = 0;
        var notice = new Thread(() =>
        {
            here = Environment.CurrentManagedThreadId;
            readiness.OnNotice(isLast: false, isQuiet);
        });
        notice.Start();
        notice.Join();

        Assert.Equal(isHere, await place.WaitAsync(TimeSpan.FromSeconds(10)) == here);

        async Task<int> WaitAsync()
        {
            Assert.True(await readiness.WaitAsync(goesOn, CancellationToken.None).ConfigureAwait(false));
            return Environment.CurrentManagedThreadId;
        }
    }
}

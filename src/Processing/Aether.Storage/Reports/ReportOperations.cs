using Aether.Storage.Committing;

namespace Aether.Storage.Reports;

/// <summary>Adds to what reports will tell.</summary>
internal sealed record AddTallies(IReadOnlyList<ReportTally> Tallies, ReportBounds Bounds, DateTimeOffset Now) : Operation<int>;

/// <summary>Takes one report that is due: nothing is added to it any more, and no other node takes it before <paramref name="Until"/>.</summary>
internal sealed record LeaseReport(DateTimeOffset DueBefore, DateTimeOffset Now, DateTimeOffset Until) : Operation<DueReport?>;

/// <summary>Puts a report off.</summary>
internal sealed record DelayReport(long Id, DateTimeOffset Until) : Operation<bool>;

/// <summary>Forgets what a report told: it is sent, or nobody wants it.</summary>
internal sealed record EndReport(long Id) : Operation<bool>;

/// <summary>Keeps a report of another operator, once.</summary>
internal sealed record AddReceivedReport(ReceivedReport Report, IReadOnlyList<ReportSource> Sources) : Operation<bool>;

/// <summary>Forgets received reports of old.</summary>
internal sealed record ForgetReports(DateTimeOffset Before, int Most) : Operation<int>;

// Placeholders with the shape of what is coming, so that nothing jumps when it arrives.

export function Skeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, index) => <div key={index} className="skeleton-row" />)}
    </div>
  );
}

export const Loading = () => <div className="page"><Skeleton rows={10} /></div>;

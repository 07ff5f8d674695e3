"""What every page needs: who may come in, the frame, forms, moments, numbers, and how a refusal is answered."""
